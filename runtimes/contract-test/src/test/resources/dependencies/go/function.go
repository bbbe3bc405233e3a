package kubeless

import (
	"example.com/greeting"
	"github.com/kubeless/kubeless/pkg/functions"
)

func greet(functions.Event, functions.Context) (string, error) {
	return greeting.Text(), nil
}
