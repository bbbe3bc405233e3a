package kubeless

import "github.com/kubeless/kubeless/pkg/functions"

func foo(event functions.Event, context functions.Context) (string, error) {
	return "hello world", nil
}
