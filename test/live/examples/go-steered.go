// The Go example's middleware around a handler that shows all it is told, with the clock of each request.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"
	"time"

	"example.com/clientip/clientip"
)

func main() {
	keys, err := clientip.LoadKeys(os.Getenv("EDGE_JWKS"))
	if err != nil {
		log.Fatal(err)
	}
	var now time.Time // the test sends one request at a time
	handlers := map[string]http.Handler{}
	for _, bind := range []string{"none", "host", "request"} {
		verifier := &clientip.Verifier{
			Keys: keys, Issuer: os.Getenv("EDGE_ISSUER"), Audience: os.Getenv("EDGE_AUDIENCE"), Bind: bind,
			Exempt: map[string]bool{"GET /health": true}, Now: func() time.Time { return now },
		}
		handlers[bind] = verifier.Wrap(http.HandlerFunc(show))
	}
	log.Fatal(http.ListenAndServe(os.Getenv("LISTEN"), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seconds, _ := strconv.ParseFloat(r.Header.Get("X-Test-Now"), 64)
		now = time.UnixMilli(int64(seconds * 1000))
		handlers[r.Header.Get("X-Test-Bind")].ServeHTTP(w, r)
	})))
}

func show(w http.ResponseWriter, r *http.Request) {
	client := "unknown"
	if ip, ok := clientip.Client(r); ok {
		client = ip.String()
	}
	fmt.Fprintf(w, "Client IP: %s\n", client)
	for name, values := range r.Header {
		for _, value := range values {
			fmt.Fprintf(w, "%s: %s\n", name, value)
		}
	}
}
