package parcel

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"trygghylla/app"
	"trygghylla/app/disk"
	"trygghylla/app/pdf"
	"trygghylla/app/record"
)

// CoSign signs what was looked at, exactly those bytes, as the security officer, with her key and PIN, and writes the result
// into a folder under a new name; the file that was read stays as it is. It returns the new file's path. Her signature changes
// nothing but her prepared field, and the result is verified before it gets its name. The errors are [ErrPIN],
// [ErrCoSigned], pdf.ErrValidity and those of writing a file; on any nothing is left in the folder. It takes
// about a second.
func (r *Received) CoSign(k *OfficerKey, pin []byte, folder string, at time.Time) (string, error) {
	x := r.Record
	name := app.FileName(x.Country, x.Library.Name, x.Made, x.Edition)
	path, err := disk.Free(filepath.Join(folder, strings.TrimSuffix(name, ".pdf")+"-2.pdf"))
	if err != nil {
		return "", err
	}
	_, err = r.CoSignTo(path, k, pin, at, nil)
	return path, err
}

// CoSignTo is [Received.CoSign] to a path of the caller's choice, over what may be there. It returns what was written. With rand nil the
// signature depends on the key and the package alone.
func (r *Received) CoSignTo(path string, k *OfficerKey, pin []byte, at time.Time, rand io.Reader) ([]byte, error) {
	if r.CoSigned() {
		return nil, fmt.Errorf("co-sign: %w", ErrCoSigned)
	}
	id, err := k.open(pin)
	if err != nil {
		return nil, err
	}
	signed, err := pdf.Sign(r.file, id, pdf.SignOptions{Field: record.OfficerField, Name: k.kept.Name, At: at}, rand)
	if err != nil {
		return nil, fmt.Errorf("co-sign: %w", err)
	}
	return signed, disk.Write(path, disk.ForOthers, signed, func(back []byte) error {
		verified, err := pdf.Verify(back, r.key, id.Fingerprint())
		if err != nil {
			return err
		}
		if len(verified.Signatures) != 2 || !bytes.HasPrefix(back, r.file) {
			return fmt.Errorf("co-sign: %w", disk.ErrReadBack)
		}
		return nil
	})
}
