package kubeless

import (
	"fmt"
	"net/http"

	"github.com/kubeless/kubeless/pkg/functions"
)

// What is written to the response and flushed is sent at once; a returned io.Reader is sent piece by piece too.
func handler(event functions.Event, context functions.Context) (string, error) {
	for number := 0; number < 3; number++ {
		fmt.Fprintf(event.Extensions.Response, "piece %d\n", number)
		event.Extensions.Response.(http.Flusher).Flush()
	}
	return "", nil
}
