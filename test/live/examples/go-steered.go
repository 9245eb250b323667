// Beside the Go example's main.go: the clock of each request, in place of the system's.
package main

import (
	"net/http"
	"strconv"
	"time"
)

var now time.Time // the test sends one request at a time

func steeredNow() time.Time { return now }

func steer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seconds, _ := strconv.ParseFloat(r.Header.Get("X-Test-Now"), 64)
		now = time.UnixMilli(int64(seconds * 1000))
		next.ServeHTTP(w, r)
	})
}
