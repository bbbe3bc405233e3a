// Package host makes a program of a function: the process that serves it.
package host

import (
	"fmt"
	"os"

	"dromedary.dev/front/serve"
	"dromedary.dev/go/supervise"
)

// Concurrency is how many calls may run at a time, unless FUNC_CONCURRENCY says otherwise: they cost little.
const Concurrency = 1000

// Options are what the contract leaves to Go.
func Options() serve.Options {
	return serve.Options{CORS: true, Abandons: true}
}

// Main serves a handler that was compiled under a name, and ends the process.
func Main(name string, handler any) {
	os.Exit(run(name, handler))
}

func run(name string, handler any) int {
	worker, err := supervise.Worker()
	if err != nil {
		serve.Say("%v", err)
		return 1
	}
	settings, err := serve.ReadSettings(os.Getenv, Concurrency)
	if err == nil && settings.Handler != name {
		err = fmt.Errorf("there is no function '%s': %s/%s.go was compiled for the handler '%s'",
			settings.Handler, settings.Folder, settings.Module, name)
	}
	var f *function
	if err == nil {
		f, err = functionOf(handler, settings)
	}
	if err != nil {
		worker.Failed()
		return serve.Fail(settings.TerminationLog, err.Error())
	}
	if err := os.Chdir(settings.Folder); err != nil {
		serve.Say("%v", err)
	}
	return worker.Serve(settings, f, Options())
}
