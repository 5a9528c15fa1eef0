package vault

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strconv"
)

// record gives the record that an entry was made of.
func (e *entry) record(n natural) record {
	return record{id: e.id, schema: e.schema, seq: e.seq, in: n.in, key: n.key, body: e.body}
}

// older gives the records of a state that an older program has written, as the
// present version has them. One of a newer program is [ErrNewer].
func (o Options) older(s *state) ([]change, error) {
	if s.top > o.Schema {
		return nil, fmt.Errorf("records of version %d: %w", s.top, ErrNewer)
	}
	var all []change
	for in, d := range s.live {
		for key, e := range d {
			body := e.body
			for from := max(e.schema, 1); from < o.Schema; from++ {
				if o.Lift == nil {
					return nil, errors.New("no way to lift records of an older version")
				}
				var err error
				if body, err = o.Lift(from, in, key, bytes.Clone(body)); err != nil {
					return nil, fmt.Errorf("lift record of version %d: %w", from, err)
				}
			}
			if max(e.schema, 1) < o.Schema {
				all = append(all, change{natural: natural{in, key}, body: body})
			}
		}
	}
	return all, nil
}

// lift lets the texts in memory be those of the present version.
func (s *state) lift(older []change, schema uint16) {
	for _, c := range older {
		e := s.get(c.natural)
		clear(e.body)
		e.body, e.schema = bytes.Clone(c.body), schema
	}
}

// fit makes the texts in memory fit the caller, and gives those that are older
// on the disk, after a proven backup of them as they are. A vault that a newer
// program has written in is held as it is.
func (v *Vault) fit() ([]change, error) {
	older, err := v.o.older(v.state)
	if errors.Is(err, ErrNewer) {
		v.held = err
		return nil, nil
	}
	if err != nil || len(older) == 0 {
		return nil, err
	}
	if v.held == nil {
		err := os.MkdirAll(v.o.path(dirQuarantine), dirMode)
		if err == nil {
			err = v.BackupRecords(v.o.path(dirQuarantine, "before-"+strconv.Itoa(int(v.o.Schema))+".bibbak"))
		}
		if err != nil {
			v.held = fmt.Errorf("bring records up to date: %w", meant("back up", err))
		}
	}
	v.state.lift(older, v.o.Schema)
	return older, nil
}

// raise writes on the disk, in one transaction, what is older there.
func (v *Vault) raise(older []change) {
	if len(older) == 0 {
		return
	}
	err := v.ready()
	if err == nil {
		err = v.save(older)
	}
	if err != nil {
		v.held = fmt.Errorf("bring records up to date: %w", err)
	}
}
