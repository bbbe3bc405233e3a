package kubeless

import (
	"strconv"
	"time"

	"github.com/kubeless/kubeless/pkg/functions"
)

// The context ends with the call's time, and so does what waits for it.
func handler(event functions.Event, context functions.Context) (string, error) {
	seconds, err := strconv.ParseFloat(event.Data, 64)
	if err != nil {
		return "", err
	}
	select {
	case <-time.After(time.Duration(seconds * float64(time.Second))):
		return "slept", nil
	case <-event.Extensions.Context.Done():
		return "", event.Extensions.Context.Err()
	}
}
