package clientip

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
)

// A key has one algorithm, its own: a token never chooses.
type key struct {
	algorithm string
	material  any
}

type jwk struct{ Kid, Alg, Kty, Crv, X, Y, K string }

func parseKeys(text []byte) (map[string]key, error) {
	var set struct{ Keys []jwk }
	if err := json.Unmarshal(text, &set); err != nil {
		return nil, err
	}
	keys := map[string]key{}
	for _, jwk := range set.Keys {
		material, err := jwk.material()
		if err != nil {
			return nil, fmt.Errorf("key %q: %w", jwk.Kid, err)
		}
		keys[jwk.Kid] = key{jwk.Alg, material}
	}
	if len(keys) == 0 || len(keys) != len(set.Keys) {
		return nil, errors.New("a key set has keys, and no kid twice")
	}
	return keys, nil
}

func (j jwk) material() (any, error) {
	x, y, secret := decode(j.X), decode(j.Y), decode(j.K)
	switch {
	case j.Alg == "ES256" && j.Kty == "EC" && j.Crv == "P-256":
		return ecdsa.ParseUncompressedPublicKey(elliptic.P256(), append(append([]byte{4}, x...), y...))
	case j.Alg == "EdDSA" && j.Crv == "Ed25519" && len(x) == ed25519.PublicKeySize:
		return ed25519.PublicKey(x), nil
	case j.Alg == "HS256" && j.Kty == "oct" && len(secret) >= 32:
		return secret, nil
	}
	return nil, fmt.Errorf("no key for %q", j.Alg)
}

func decode(text string) []byte {
	data, _ := base64.RawURLEncoding.DecodeString(text)
	return data
}
