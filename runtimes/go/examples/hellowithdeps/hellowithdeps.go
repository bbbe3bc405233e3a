package kubeless

import (
	"github.com/kubeless/kubeless/pkg/functions"
	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

func foo(event functions.Event, context functions.Context) (string, error) {
	return cases.Lower(language.English).String("HELLO with Dependencies"), nil
}
