// Package cache keeps what installing a function's dependencies brought, so that a second pod does not install them again: a small
// HTTP server over a folder. Whoever knows a key may read and write its entry: keys are made by the reconciler so that nobody can guess
// one who may not read the Function that it is for.
package cache

import "regexp"

var (
	namespaces = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)
	keys       = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$`)
)

// valid says whether a name, <namespace>/<key>, may stand for an entry.
func valid(namespace, key string) bool {
	return namespaces.MatchString(namespace) && keys.MatchString(key)
}
