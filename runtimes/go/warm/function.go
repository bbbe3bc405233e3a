// Package kubeless is compiled when the image is made, so that what many functions import need not be compiled again.
package kubeless

import (
	_ "archive/zip"
	_ "bufio"
	_ "compress/gzip"
	_ "crypto/hmac"
	_ "crypto/rsa"
	_ "crypto/sha1"
	_ "crypto/sha256"
	_ "crypto/x509"
	_ "database/sql"
	_ "encoding/base64"
	_ "encoding/csv"
	_ "encoding/gob"
	_ "encoding/hex"
	_ "encoding/json"
	_ "encoding/xml"
	_ "expvar"
	_ "flag"
	_ "html/template"
	_ "image/jpeg"
	_ "image/png"
	_ "log/slog"
	_ "math/big"
	_ "math/rand"
	_ "math/rand/v2"
	_ "mime/multipart"
	_ "net/http/httputil"
	_ "net/mail"
	_ "net/rpc"
	_ "net/smtp"
	_ "os/exec"
	_ "regexp"
	_ "testing"
	_ "text/tabwriter"
	_ "text/template"

	"github.com/kubeless/kubeless/pkg/functions"
)

// Handler is never called.
func Handler(functions.Event, functions.Context) (string, error) {
	return "", nil
}
