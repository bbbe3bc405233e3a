// Package greeting is what the contract test depends on.
package greeting

// Text greets.
func Text() string {
	return "hello from a dependency"
}
