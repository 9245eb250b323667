// The page that shows who asked, by nothing but a verified X-Client-IP-Assertion. For an edge that signs with ES256 and
// `bind: "none"`: a token that is bound to a request is refused. EDGE_JWKS is a file, so new keys need a restart.
package main

import (
	"fmt"
	"log"
	"maps"
	"net/http"
	"net/netip"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
)

var (
	issuer, audience = os.Getenv("EDGE_ISSUER"), os.Getenv("EDGE_AUDIENCE")
	parser           = jwt.NewParser(jwt.WithValidMethods([]string{"ES256"}), jwt.WithStrictDecoding(),
		jwt.WithSubject("client-ip"), jwt.WithExpirationRequired(), jwt.WithLeeway(5*time.Second))
	ours = regexp.MustCompile(`(?i)(^|[\s,])x[^a-z0-9]client[^a-z0-9]ip([^a-z0-9]assertion)?($|[\s,])`)
)

// verify returns the client's address. Each case but the last is a refusal, in the words of docs/wire-format.md.
func verify(line string, keys jwt.Keyfunc) (netip.Addr, bool) {
	claims := jwt.MapClaims{}
	token, err := parser.ParseWithClaims(strings.TrimPrefix(line, "Bearer "), claims, keys)
	iat, _ := claims["iat"].(float64) // 0 if there is none, and then the lifetime is too long
	exp, _ := claims["exp"].(float64)
	ip, _ := netip.ParseAddr(fmt.Sprint(claims["ip"]))
	switch now := float64(time.Now().UnixMilli()) / 1000; {
	case err != nil, len(line) > 2048:
	case token.Header["kid"] == nil, token.Header["crit"] != nil, token.Header["b64"] != nil: // keyfunc needs no kid
	case claims["v"] != 1.0, claims["iss"] != issuer, claims["aud"] != audience: // golang-jwt takes lists, or any for ""
	case iat != float64(int64(iat)), exp != float64(int64(exp)), iat > now+30, exp-iat > 300:
	case !ip.IsValid(), ip.String() != claims["ip"], ip.Zone() != "", ip.Is4In6(): // an address has one spelling
	case claims["htm"] != nil, claims["host"] != nil, claims["path"] != nil:
	default:
		return ip, true
	}
	log.Printf("client ip refused: %q", fmt.Sprint("golang-jwt says ", err)) // nil: the contract asks for more
	return netip.Addr{}, false
}

// clientIP goes around the whole mux. Two lines become one with a comma, which no token has; a clone gets no trailers.
func clientIP(next http.Handler, keys jwt.Keyfunc) http.HandlerFunc {
	return func(w http.ResponseWriter, received *http.Request) {
		line := strings.Join(received.Header.Values("X-Client-IP-Assertion"), ",")
		r := received.Clone(received.Context())
		maps.DeleteFunc(r.Header, func(name string, lines []string) bool { // in any spelling, or as a name to drop
			return ours.MatchString(name) || name == "Connection" && ours.MatchString(strings.Join(lines, ","))
		})
		if path, _, _ := strings.Cut(r.RequestURI, "?"); r.Method+" "+path != "GET /health" { // URL.Path is decoded
			ip, ok := verify(line, keys)
			if !ok {
				http.Error(w, "Unauthorized", http.StatusUnauthorized)
				return
			}
			r.Header.Set("X-Client-IP", ip.String())
			r.RemoteAddr = netip.AddrPortFrom(ip, 0).String()
		}
		next.ServeHTTP(w, r)
	}
}

func main() {
	text, _ := os.ReadFile(os.Getenv("EDGE_JWKS"))
	keys, err := keyfunc.NewJWKSetJSON(text)
	if err != nil {
		log.Fatal("EDGE_JWKS: ", err)
	}
	page := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "Client IP:", r.Header.Get("X-Client-IP"))
		r.Header.Write(w)
	})
	log.Fatal(http.ListenAndServe(os.Getenv("LISTEN"), clientIP(page, keys.Keyfunc)))
}
