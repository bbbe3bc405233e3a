package image

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"

	"dromedary.dev/provision/report"
)

// Build makes sure that the image of a function is in its registry, and gives back its name with its digest. One that is there
// under its tag already is left as it is.
func Build(ctx context.Context, s Settings) (string, error) {
	if err := s.check(); err != nil {
		return "", err
	}
	known, err := readCredentials(s.Credentials, s.Namespace)
	if err != nil {
		return "", err
	}
	target, err := s.target(known)
	if err != nil {
		return "", err
	}
	options, err := s.connect(ctx, known)
	if err != nil {
		return "", err
	}
	digest, err := existing(target, options)
	if err != nil {
		return "", known.explain(err, asTarget(target))
	}
	if digest == (v1.Hash{}) {
		if digest, err = s.push(target, known, options); err != nil {
			return "", err
		}
	} else {
		report.Log("%s is there already", target.Context().Name())
	}
	return target.Context().Digest(digest.String()).Name(), nil
}

// existing is the digest that a tag stands for; none if there is no such tag, or if it may not be seen: that shows when it is pushed.
func existing(target name.Tag, options []remote.Option) (v1.Hash, error) {
	found, err := remote.Head(target, options...)
	var answer *transport.Error
	switch {
	case err == nil:
		return found.Digest, nil
	case errors.As(err, &answer) && answer.StatusCode >= 400 && answer.StatusCode < 500 && answer.StatusCode != http.StatusTooManyRequests:
		return v1.Hash{}, nil
	}
	return v1.Hash{}, err
}

func (s Settings) push(target name.Tag, known credentials, options []remote.Option) (v1.Hash, error) {
	reference, err := s.base()
	if err != nil {
		return v1.Hash{}, err
	}
	base, err := remote.Image(reference, options...)
	if err != nil {
		return v1.Hash{}, known.explain(err, asBase(reference))
	}
	image, layer, err := s.append(base, reference, known)
	if err != nil {
		return v1.Hash{}, err
	}
	defer layer.Close()
	if err := remote.Write(target, image, options...); err != nil {
		return v1.Hash{}, known.explain(err, asTarget(target))
	}
	digest, err := image.Digest()
	report.Log("pushed %s, with a layer of %d bytes", target.Context().Name(), layer.size)
	return digest, err
}

// append adds the layer. All else is the base's, its time of creation too, so that the same folder gives the same digest.
func (s Settings) append(base v1.Image, reference name.Reference, known credentials) (v1.Image, *layer, error) {
	kind, err := base.MediaType()
	if err != nil {
		return nil, nil, known.explain(err, asBase(reference))
	}
	layer, err := newLayer(s.Folder, s.Temp, layerKind(kind))
	if err != nil {
		return nil, nil, fmt.Errorf("the layer of the function's folder cannot be made: %w", err)
	}
	image, err := mutate.Append(base, mutate.Addendum{
		Layer: layer, MediaType: layer.kind,
		History: v1.History{Created: v1.Time{Time: fixed}, CreatedBy: "provision build", Comment: "Created by Dromedary"},
	})
	if err == nil {
		_, err = image.Digest()
	}
	if err != nil {
		layer.Close()
		return nil, nil, known.explain(err, asBase(reference))
	}
	return image, layer, nil
}
