package clientip

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
)

var (
	other     = regexp.MustCompile("[^a-z0-9]")
	portOrDot = regexp.MustCompile(`\.?(:80|:443)?$|\.(:\d+)$`)
)

// isOurs folds every spelling that another reader may take for ours: X_Client_IP, x.client.ip.
func isOurs(name string) bool {
	folded := other.ReplaceAllString(strings.ToLower(strings.TrimSpace(name)), "-")
	return folded == "x-client-ip" || folded == "x-client-ip-assertion"
}

// removeOurs also takes our names out of Connection, or a ReverseProxy behind this would drop the verified header.
func removeOurs(header http.Header) {
	for name, lines := range header {
		options := slices.DeleteFunc(strings.Split(strings.Join(lines, ","), ","), isOurs)
		switch {
		case isOurs(name), name == "Connection" && len(options) == 0:
			delete(header, name)
		case name == "Connection":
			header.Set(name, strings.TrimSpace(strings.Join(options, ",")))
		}
	}
}

// plainHost spells a host as the claim does: lower case, no trailing dot, no default port.
func plainHost(host string) string {
	return portOrDot.ReplaceAllString(strings.ToLower(host), "$2")
}
