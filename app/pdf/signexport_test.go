package pdf

import (
	"trygghylla/app/pdf/object"
	"trygghylla/app/seal"
)

// SignAltered signs as Sign does, but without looking at the file first and
// with whatever alter does to the update. It is what somebody who holds a key
// and means harm would write.
func SignAltered(file []byte, id *seal.Identity, o SignOptions, alter func(d *object.Document, sig object.Dict, changed map[object.Ref]object.Value)) ([]byte, error) {
	d, err := parse(file)
	if err != nil {
		return nil, err
	}
	f, err := emptyField(d, o.Field)
	if err != nil {
		return nil, err
	}
	changed, ref, err := signatureObjects(d, f, id, o)
	if err != nil {
		return nil, err
	}
	identify(d, file)
	alter(d, changed[ref].(object.Dict), changed)
	return fill(d, file, changed, ref, id, nil)
}
