// The page that shows who asked.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"time"

	"example.com/clientip/clientip"
)

func main() {
	keys, err := clientip.LoadKeys(os.Getenv("EDGE_JWKS")) // a file, or the edge's /.well-known/ipseal/jwks.json
	if err != nil {
		log.Fatal(err)
	}
	verifier := &clientip.Verifier{
		Keys:     keys,
		Issuer:   os.Getenv("EDGE_ISSUER"),
		Audience: os.Getenv("EDGE_AUDIENCE"),
		Bind:     "none",
		Exempt:   map[string]bool{"GET /health": true},
		Now:      time.Now,
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/", showClient)
	log.Fatal(http.ListenAndServe(os.Getenv("LISTEN"), verifier.Wrap(mux)))
}

func showClient(w http.ResponseWriter, r *http.Request) {
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
