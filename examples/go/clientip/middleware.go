package clientip

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"
)

const (
	assertion = "X-Client-IP-Assertion"
	output    = "X-Client-IP"
	refusal   = `{"type":"about:blank","title":"Unauthorized","status":401}`
)

type contextKey struct{}

// Verifier has the settings of an origin. Exempt holds a method and a raw path, such as "GET /health".
type Verifier struct {
	Keys     *Keys
	Issuer   string
	Audience string
	Bind     string // none, host or request
	Exempt   map[string]bool
	Now      func() time.Time
}

// Client returns the verified address; false on exempt routes.
func Client(r *http.Request) (netip.Addr, bool) {
	ip, ok := r.Context().Value(contextKey{}).(netip.Addr)
	return ip, ok
}

// Wrap goes around the whole mux, so that no route is reached past it. It sets X-Client-IP, RemoteAddr and Client.
func (v *Verifier) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, received *http.Request) {
		lines := received.Header.Values(assertion)
		r := received.Clone(received.Context())
		for _, header := range []http.Header{r.Header, r.Trailer} {
			removeOurs(header)
		}
		path, _, _ := strings.Cut(r.RequestURI, "?")
		if !v.Exempt[r.Method+" "+path] {
			ip, err := v.verify(lines, map[string]string{"htm": r.Method, "host": plainHost(r.Host), "path": path})
			if err != nil {
				slog.Info("client ip refused", "reason", err)
				w.Header().Set("Content-Type", "application/problem+json")
				w.Header().Set("WWW-Authenticate", "Assertion")
				w.WriteHeader(http.StatusUnauthorized)
				io.WriteString(w, refusal)
				return
			}
			r.Header.Set(output, ip.String())
			r.RemoteAddr = net.JoinHostPort(ip.String(), "0")
			r = r.WithContext(context.WithValue(r.Context(), contextKey{}, ip))
		}
		next.ServeHTTP(w, r)
	})
}
