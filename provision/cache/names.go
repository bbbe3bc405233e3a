// Package cache keeps what installing a function's dependencies brought, so that a second pod does not install them again: a small
// HTTP server over a folder. Whoever shows a key's ticket may read and write it; tickets are made by the reconciler, with the
// secret that it shares with this server.
package cache

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
)

var (
	namespaces = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)
	keys       = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$`)
)

// valid says whether a name, <namespace>/<key>, may stand for an entry.
func valid(namespace, key string) bool {
	return namespaces.MatchString(namespace) && keys.MatchString(key)
}

// Ticket is what entitles to a name: HMAC-SHA256 over it, in hexadecimal digits.
func Ticket(secret []byte, name string) string {
	code := hmac.New(sha256.New, secret)
	code.Write([]byte(name))
	return hex.EncodeToString(code.Sum(nil))
}
