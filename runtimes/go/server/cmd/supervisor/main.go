// Supervisor serves the function that was compiled into the folder: see package supervise.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"dromedary.dev/front/serve"
	"dromedary.dev/go/host"
	"dromedary.dev/go/supervise"
)

func main() {
	os.Exit(run())
}

func run() int {
	settings, err := serve.ReadSettings(os.Getenv, host.Concurrency)
	if err != nil {
		return serve.Fail(settings.TerminationLog, err.Error())
	}
	program := filepath.Join(settings.Folder, "server")
	if _, err := os.Stat(program); err != nil {
		return serve.Fail(settings.TerminationLog, fmt.Sprintf("%s/%s.go has not been compiled: there is no %s",
			settings.Folder, settings.Module, program))
	}
	return supervise.Run(program, settings, host.Options())
}
