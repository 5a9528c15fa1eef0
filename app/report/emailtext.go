package report

import (
	"fmt"
	"strings"

	"trygghylla/app"
	"trygghylla/locales"
)

// EmailText is what [Email] says, to be pasted where a draft cannot be opened: the address, the subject and
// the text, each on its own lines. The user attaches the file herself.
func EmailText(x *app.Disclosure, fileName string) (string, error) {
	w, err := locales.New(x.Language())
	if err != nil {
		return "", fmt.Errorf("write e-mail text: %w", err)
	}
	l := x.Library()
	subject := w.T("paper.email.subject", "library", line(l.Name), "year", x.Made().Year(), "n", x.Edition())
	text := w.T("paper.email.text", "library", line(l.Name), "contact", line(l.Contact), "year", x.Made().Year(), "file", fileName)
	return strings.Join([]string{line(l.RegionAddress), subject, strings.TrimSpace(text)}, "\n\n") + "\n", nil
}
