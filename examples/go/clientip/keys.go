package clientip

import (
	"io"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

const (
	maxAge = 10 * time.Minute
	floor  = 30 * time.Second // a stranger invents as many kids as he likes
)

// Shorter than the floor, so that two fetches never run at once.
var client = &http.Client{Timeout: 5 * time.Second}

// Keys are those of a JWK set in a file or at a URL. What cannot be read leaves the last good ones in place.
type Keys struct {
	source string
	mutex  sync.Mutex
	byName map[string]key
	tried  time.Time
}

// LoadKeys reads the set for the first time.
func LoadKeys(source string) (*Keys, error) {
	byName, err := read(source)
	return &Keys{source: source, byName: byName, tried: time.Now()}, err
}

// find returns the key of that name. One request fetches, the others go on with the keys there are.
func (k *Keys) find(name string) (key, bool) {
	if k.claimFetch(name) {
		byName, err := read(k.source)
		if err == nil {
			k.mutex.Lock()
			k.byName = byName
			k.mutex.Unlock()
		} else {
			slog.Warn("the edge's keys could not be read", "error", err)
		}
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	found, ok := k.byName[name]
	return found, ok
}

func (k *Keys) claimFetch(name string) bool {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	age := time.Since(k.tried)
	_, known := k.byName[name]
	isDue := age > maxAge || (age > floor && !known)
	if isDue {
		k.tried = time.Now()
	}
	return isDue
}

func read(source string) (map[string]key, error) {
	if !strings.Contains(source, "://") {
		text, err := os.ReadFile(source)
		if err != nil {
			return nil, err
		}
		return parseKeys(text)
	}
	answer, err := client.Get(source)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(answer.Body, 100_000)) // half a set is no JSON
	return parseKeys(text)
}
