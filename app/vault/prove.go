package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"
	"sync"
)

// prover opens records one after the other and makes anew for each as little
// as can be. It is for one goroutine.
type prover struct {
	k     *keys
	bound []byte    // what a record authenticates besides its text; its head is at the end
	mac   hash.Hash // for element, once it is needed
}

func (k *keys) prover() *prover {
	return &prover{k: k, bound: k.bound(make([]byte, recordHead))}
}

// open decrypts a sealed record, which must be exactly b, to the end of dst,
// which grows if it has to.
func (p *prover) open(dst, b []byte) (record, error) {
	if n, ok := recordSize(b); !ok || n != len(b) {
		return record{}, damaged("record of impossible length")
	}
	copy(p.bound[len(p.bound)-recordHead:], b)
	plain, err := p.k.record.Open(dst, b[32:32+nonceSize], b[recordHead:], p.bound)
	if err != nil {
		return record{}, damaged("record fails its seal")
	}
	plain = plain[len(dst):]
	if len(plain) < recordInner {
		return record{}, damaged("record too short")
	}
	r := record{
		schema: binary.BigEndian.Uint16(b[4:]), seq: binary.BigEndian.Uint64(b[8:]), dead: plain[0]&flagDead != 0,
	}
	copy(r.id[:], b[16:])
	in, key, body := int(plain[1]), int(binary.BigEndian.Uint16(plain[2:])), int(binary.BigEndian.Uint32(plain[4:]))
	rest := plain[recordInner:]
	if in+key > len(rest) || body > len(rest)-in-key {
		return record{}, damaged("record with impossible lengths inside")
	}
	r.in, r.key = Drawer(rest[:in]), string(rest[in:in+key])
	r.body = rest[in+key : in+key+body : in+key+body]
	return r, nil
}

// element gives a sealed record's member of the set that the manifest sums up.
func (p *prover) element(sealed []byte) (e [32]byte) {
	if p.mac == nil {
		p.mac = hmac.New(sha256.New, p.k.set[:])
	}
	p.mac.Reset()
	p.mac.Write(sealed[:recordHead])
	p.mac.Write(sealed[len(sealed)-tagSize:])
	p.mac.Sum(e[:0])
	return e
}

// halves runs f on both halves of n things, at the same time when they are
// many enough to be worth it.
func halves(n int, f func(from, to int) error) error {
	if n < 64 {
		return f(0, n)
	}
	var errs [2]error
	var both sync.WaitGroup
	both.Go(func() { errs[0] = f(0, n/2) })
	errs[1] = f(n/2, n)
	both.Wait()
	return errors.Join(errs[:]...)
}

// proven is a record that fits its seal.
type proven struct {
	entry
	natural
	dead bool
}

// prove opens every record of a bucket. Their texts lie in one piece of memory,
// which is returned too.
func (k *keys) prove(pairs []pair) (all []proven, arena []byte, err error) {
	at := make([]int, len(pairs)+1)
	for i, p := range pairs {
		at[i+1] = at[i] + max(len(p.value)-recordHead-tagSize, 0)
	}
	all, arena = make([]proven, len(pairs)), make([]byte, at[len(pairs)])
	err = halves(len(pairs), func(from, to int) error {
		p := k.prover()
		for i, x := range pairs[from:to] {
			i += from
			r, err := p.open(arena[at[i]:at[i]:at[i+1]], x.value)
			if err != nil {
				return err
			}
			if string(x.key) != string(r.id[:]) {
				return damaged("record in a wrong place")
			}
			all[i] = proven{
				entry{id: r.id, schema: r.schema, seq: r.seq, elem: p.element(x.value), body: r.body},
				natural{r.in, r.key},
				r.dead,
			}
		}
		return nil
	})
	if err != nil {
		clear(arena)
	}
	return all, arena, err
}
