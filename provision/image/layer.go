package image

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// Whom the files belong to, as in the runtimes' images.
const owner = 1000

// fixed is the time of all files: the same folder makes the same layer. Zip files know no earlier one.
var fixed = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// A layer is a folder as a tar.gz, in a file without a name.
type layer struct {
	file           *os.File
	size           int64
	digest, diffID v1.Hash
	kind           types.MediaType
}

func layerKind(image types.MediaType) types.MediaType {
	if image == types.OCIManifestSchema1 {
		return types.OCILayer
	}
	return types.DockerLayer
}

func newLayer(folder, temp string, kind types.MediaType) (*layer, error) {
	file, err := os.CreateTemp(temp, "layer-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	packed, plain := sha256.New(), sha256.New()
	compressed := gzip.NewWriter(io.MultiWriter(file, packed))
	archive := tar.NewWriter(io.MultiWriter(compressed, plain))
	err = errors.Join(addAll(archive, folder), archive.Close(), compressed.Close())
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &layer{file: file, size: info.Size(), digest: sum(packed), diffID: sum(plain), kind: kind}, nil
}

func sum(of hash.Hash) v1.Hash {
	return v1.Hash{Algorithm: "sha256", Hex: hex.EncodeToString(of.Sum(nil))}
}

func (l *layer) Close() { _ = l.file.Close() }

// Digest is of the compressed layer, as registries know it.
func (l *layer) Digest() (v1.Hash, error) { return l.digest, nil }

// DiffID is of what is in it, as the image's configuration knows it.
func (l *layer) DiffID() (v1.Hash, error) { return l.diffID, nil }

// Size is that of the compressed layer, in bytes.
func (l *layer) Size() (int64, error) { return l.size, nil }

// MediaType goes with the base image's.
func (l *layer) MediaType() (types.MediaType, error) { return l.kind, nil }

// Compressed reads the layer from its start; several may read at a time.
func (l *layer) Compressed() (io.ReadCloser, error) {
	return io.NopCloser(io.NewSectionReader(l.file, 0, l.size)), nil
}

// Uncompressed reads the tar.
func (l *layer) Uncompressed() (io.ReadCloser, error) {
	return gzip.NewReader(io.NewSectionReader(l.file, 0, l.size))
}

// addAll adds a folder under its own name, in the order of names.
func addAll(archive *tar.Writer, folder string) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(filepath.Dir(folder), path)
		if err != nil {
			return err
		}
		return add(archive, path, name, info)
	})
}

func add(archive *tar.Writer, path, name string, info fs.FileInfo) error {
	header := &tar.Header{Name: name, Uid: owner, Gid: owner, ModTime: fixed, Mode: int64(info.Mode().Perm()), Format: tar.FormatPAX}
	switch info.Mode().Type() {
	case fs.ModeDir:
		header.Typeflag, header.Name = tar.TypeDir, name+"/"
		return archive.WriteHeader(header)
	case fs.ModeSymlink:
		target, err := os.Readlink(path)
		header.Typeflag, header.Linkname, header.Mode = tar.TypeSymlink, target, 0o777
		return errors.Join(err, archive.WriteHeader(header))
	case 0:
		header.Typeflag, header.Size = tar.TypeReg, info.Size()
		return errors.Join(archive.WriteHeader(header), addContent(archive, path))
	}
	return fmt.Errorf("%s is neither file, folder nor link", name)
}

func addContent(archive *tar.Writer, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	var content io.Reader = file
	if strings.HasSuffix(path, ".pyc") {
		if content, err = withFixedTime(file); err != nil {
			return err
		}
	}
	_, err = io.Copy(archive, content)
	return err
}
