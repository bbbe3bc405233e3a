package prepare

import (
	"context"
	sums "crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"dromedary.dev/provision/fetch"
)

const longestURL = 64 << 10

// open gives the source as a file: decoded, or downloaded.
func open(ctx context.Context, settings Settings, places Places) (*os.File, error) {
	given, err := os.Open(filepath.Join(places.Source, settings.Key))
	if err != nil {
		return nil, fmt.Errorf("the source cannot be read: %w", err)
	}
	if settings.Type == "text" {
		return given, nil
	}
	defer given.Close()
	file, err := temporary(places.Temp)
	if err != nil {
		return nil, err
	}
	if settings.Type == "base64" {
		err = decode(given, file)
	} else {
		err = download(ctx, given, file, settings)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// temporary is a file without a name: it goes with this process.
func temporary(folder string) (*os.File, error) {
	file, err := os.CreateTemp(folder, "source-*")
	if err != nil {
		return nil, err
	}
	return file, os.Remove(file.Name())
}

func decode(given io.Reader, to io.Writer) error {
	source := base64.NewDecoder(base64.StdEncoding, given)
	_, err := io.Copy(to, source)
	var corrupt base64.CorruptInputError
	if errors.As(err, &corrupt) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("spec.function is not base64, which spec.function-content-type says")
	}
	return err
}

func download(ctx context.Context, given io.Reader, to *os.File, settings Settings) error {
	address, err := io.ReadAll(io.LimitReader(given, longestURL))
	if err != nil {
		return err
	}
	client, err := fetch.Client(settings.CABundle)
	if err != nil {
		return err
	}
	return fetch.Usual(string(address), settings.Bytes, client).To(ctx, to)
}

func verify(source io.ReadSeeker, wanted string) error {
	if wanted == "" {
		return nil
	}
	if _, err := source.Seek(0, io.SeekStart); err != nil {
		return err
	}
	sum := sums.New()
	if _, err := io.Copy(sum, source); err != nil {
		return err
	}
	if found := hex.EncodeToString(sum.Sum(nil)); found != wanted {
		return fmt.Errorf("spec.checksum is sha256:%s, but the source has sha256:%s", wanted, found)
	}
	return nil
}
