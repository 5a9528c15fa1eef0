package data_test

import (
	"slices"
	"strconv"
	"strings"
)

// features is the number of the product's features, F1 to F22.
const features = 22

// demands says how many demands were read out of each seed paper; rows may be split, none may be dropped.
var demands = map[string]int{"000": 28, "001": 34, "003": 107, "004": 18}

// lintCoverage checks that every demand of the seed papers is met by something that is asked or built.
func lintCoverage(c law, bad *complaints) {
	const file = "coverage.toml"
	asked := map[string]bool{}
	for _, here := range c.countries {
		for _, l := range here.lists {
			for _, q := range l.all() {
				asked[string(q.ID)] = q.Retired == ""
			}
		}
	}
	seen, rows := map[string]bool{}, map[string]int{}
	for _, d := range c.coverage.Demands {
		if demands[d.Seed] == 0 {
			bad.add(file, d.Seed, "no such paper: %q", d.Text)
		}
		rows[d.Seed]++
		if key := d.Seed + d.Text; seen[key] {
			bad.add(file, d.Seed, "stands twice: %q", d.Text)
		} else {
			seen[key] = true
		}
		if strings.TrimSpace(d.Text) == "" || len(d.Meets) == 0 {
			bad.add(file, d.Seed, "says nothing, or is met by nothing: %q", d.Text)
		}
		for _, m := range d.Meets {
			if !asked[m] && !isFeature(m) {
				bad.add(file, d.Seed, "%q is met by %s, which does not exist", d.Text, m)
			}
		}
	}
	for seed, n := range demands {
		if rows[seed] < n {
			bad.add(file, seed, "the paper has %d rows, fewer than its %d demands", rows[seed], n)
		}
	}
	for _, o := range c.coverage.Outdated {
		if demands[o.Seed] == 0 && o.Seed != "guidance" {
			bad.add(file, o.Seed, "no such paper: %q", o.Text)
		}
		if strings.TrimSpace(o.Text) == "" || strings.TrimSpace(o.Now) == "" {
			bad.add(file, o.Seed, "does not say what replaced what: %q", o.Text)
		}
	}
}

func isFeature(id string) bool {
	n, err := strconv.Atoi(strings.TrimPrefix(id, "F"))
	return err == nil && strings.HasPrefix(id, "F") && n >= 1 && n <= features
}

// lintGolden checks that ids are unique over both countries and that none that was released is gone.
func lintGolden(c law, bad *complaints) {
	const file = "ids.golden"
	files := map[string]string{}
	for _, here := range c.countries {
		for _, l := range here.lists {
			for _, q := range l.all() {
				id := string(q.ID)
				if files[id] != "" {
					bad.add(l.file, id, "id stands twice, also in %s", files[id])
				}
				files[id] = l.file
				if !slices.Contains(c.golden, id) {
					bad.add(l.file, id, "id is not in %s; go test ./data -update adds it", file)
				}
			}
		}
	}
	for _, id := range c.golden {
		if files[id] == "" {
			bad.add(file, id, "id was released and is gone; retire a question, never remove it")
		}
	}
	if !slices.IsSorted(c.golden) {
		bad.add(file, "", "is not sorted")
	}
}
