package clientip

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/golang-jwt/jwt/v5"
)

func (v *Verifier) chooseKey(token *jwt.Token) (any, error) {
	if token.Header["crit"] != nil || token.Header["b64"] != nil {
		return nil, errors.New("critical-header")
	}
	name, _ := token.Header["kid"].(string)
	key, ok := v.Keys.find(name)
	if !ok {
		return nil, errors.New("unknown-key")
	}
	if key.algorithm != token.Header["alg"] {
		return nil, errors.New("wrong-algorithm")
	}
	return key.material, nil
}

// isObject says whether a part is the JSON object that the contract wants: UTF-8, and no member twice.
func isObject(part string) bool {
	text, err := base64.RawURLEncoding.Strict().DecodeString(part)
	decoder := json.NewDecoder(bytes.NewReader(text))
	if token, _ := decoder.Token(); err != nil || !utf8.Valid(text) || token != json.Delim('{') {
		return false
	}
	seen := map[string]bool{}
	for decoder.More() {
		token, err := decoder.Token()
		name, ok := token.(string)
		var value json.RawMessage
		if err != nil || !ok || seen[name] || decoder.Decode(&value) != nil {
			return false
		}
		seen[name] = true
	}
	if _, err := decoder.Token(); err != nil {
		return false
	}
	_, err = decoder.Token()
	return err == io.EOF
}

func whole(claim any) (int64, error) {
	number, _ := claim.(json.Number)
	return strconv.ParseInt(number.String(), 10, 64)
}
