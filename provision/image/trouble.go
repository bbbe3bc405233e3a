package image

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
)

// A part is what an image is in a build: its words for what goes wrong.
type part struct {
	registry, image       string
	refused, missing, how string
}

func asTarget(tag name.Tag) part {
	return part{
		registry: tag.RegistryStr(), image: tag.RepositoryStr(),
		refused: "does not let the function's image be pushed", missing: "does not take the function's image",
		how: "check user, password and their rights in %s",
	}
}

func asBase(reference name.Reference) part {
	return part{
		registry: reference.Context().RegistryStr(), image: reference.Context().RepositoryStr() + ":" + reference.Identifier(),
		refused: "does not let the runtime's image be read", missing: "has no such image of the runtime",
		how: "add its credentials to %s",
	}
}

// explain says which registry and repository, what it answered, and what to do; never what is secret.
func (c credentials) explain(err error, of part) error {
	var answer *transport.Error
	var certificate *tls.CertificateVerificationError
	var plain errPlain
	where, text := fmt.Sprintf("the registry %s", of.registry), ""
	switch {
	case errors.As(err, &plain):
		text = fmt.Sprintf("%s (%s): %s", where, of.image, plain.Error())
	case errors.As(err, &certificate):
		text = fmt.Sprintf("%s (%s) has a certificate that is not trusted (%v): add its CA to the installation's CA bundle, or set function-registry-tls-verify: \"false\" in the configuration",
			where, of.image, certificate.Unwrap())
	case !errors.As(err, &answer):
		text = fmt.Sprintf("%s cannot be used for %s: %s", where, of.image, bare(err))
	case answer.StatusCode == http.StatusUnauthorized, answer.StatusCode == http.StatusForbidden:
		text = fmt.Sprintf("%s %s (%s): it answered %s; %s", where, of.refused, of.image, said(answer), fmt.Sprintf(of.how, c.secret()))
	case answer.StatusCode == http.StatusNotFound:
		text = fmt.Sprintf("%s %s (%s): it answered %s", where, of.missing, of.image, said(answer))
	default:
		text = fmt.Sprintf("%s cannot be used for %s: it answered %s", where, of.image, said(answer))
	}
	return errors.New(c.hide(text))
}

// said is an answer's status and the words for people in it; never the request, whose address may carry a token.
func said(answer *transport.Error) string {
	words := []string{fmt.Sprintf("%d %s", answer.StatusCode, http.StatusText(answer.StatusCode))}
	for _, diagnostic := range answer.Errors {
		words = append(words, strings.TrimSpace(string(diagnostic.Code)+" "+diagnostic.Message))
	}
	text := strings.Join(words, ", ")
	if len(text) > 300 {
		text = strings.ToValidUTF8(text[:300], "") + "…"
	}
	return text
}

// bare takes away what names whole addresses.
func bare(err error) string {
	var wrapped *url.Error
	for errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return err.Error()
}
