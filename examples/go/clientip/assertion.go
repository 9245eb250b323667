// Package clientip lets nothing but a verified X-Client-IP-Assertion say where a request comes from.
package clientip

import (
	"encoding/json"
	"errors"
	"net/netip"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

var demanded = map[string][]string{"none": {}, "host": {"host"}, "request": {"htm", "host", "path"}}

// The claims are checked below, as the contract asks for more than the library does (docs/wire-format.md).
var parser = jwt.NewParser(jwt.WithValidMethods([]string{"ES256", "EdDSA", "HS256"}), jwt.WithStrictDecoding(),
	jwt.WithJSONNumber(), jwt.WithoutClaimsValidation())

// verify returns the client's address, or why there is none: a reason for the log, none of which the client gets.
func (v *Verifier) verify(lines []string, request map[string]string) (netip.Addr, error) {
	var none netip.Addr
	if len(lines) != 1 || strings.Contains(lines[0], ",") {
		return none, errors.New("missing or repeated-header")
	}
	token := strings.TrimPrefix(lines[0], "Bearer ")
	parts := strings.Split(token, ".")
	if len(lines[0]) > 2048 || len(parts) != 3 || !isObject(parts[0]) || !isObject(parts[1]) {
		return none, errors.New("too-large or malformed-token")
	}
	claims := jwt.MapClaims{}
	if _, err := parser.ParseWithClaims(token, claims, v.chooseKey); err != nil {
		return none, err
	}
	start, startErr := whole(claims["iat"])
	end, endErr := whole(claims["exp"])
	now := float64(v.Now().UnixMicro()) / 1e6
	text, _ := claims["ip"].(string)
	ip, _ := netip.ParseAddr(text)
	for _, rule := range []struct {
		holds  bool
		reason string
	}{
		{claims["v"] == json.Number("1"), "wrong-version"},
		{claims["sub"] == "client-ip", "wrong-subject"},
		{claims["iss"] == v.Issuer, "wrong-issuer"},
		{claims["aud"] == v.Audience, "wrong-audience"},
		{endErr == nil, "no-expiry"},
		{now <= float64(end+5), "expired"},
		{float64(start) <= now+30, "from-the-future"},
		{startErr == nil && end-start <= 300, "lifetime-too-long"},
		{ip.IsValid() && ip.String() == text && ip.Zone() == "" && !ip.Is4In6(), "malformed-address"},
	} {
		if !rule.holds {
			return none, errors.New(rule.reason)
		}
	}
	return ip, checkBinding(claims, request, demanded[v.Bind])
}

func checkBinding(claims jwt.MapClaims, request map[string]string, names []string) error {
	for _, name := range names {
		if _, ok := claims[name]; !ok {
			return errors.New("binding-missing")
		}
	}
	for name, fact := range request {
		if value, ok := claims[name]; ok && value != fact {
			return errors.New("binding-mismatch")
		}
	}
	return nil
}
