// Command front is the server of runtimes whose workers are programs in other languages (PROTOCOL.md).
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"dromedary.dev/front/serve"
	"dromedary.dev/front/workers"
)

const (
	// Calls at a time, if FUNC_CONCURRENCY says nothing.
	concurrency = 10
	// A worker's descriptor.
	channel = 3
)

func main() {
	os.Exit(run())
}

func run() int {
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "front [options] -- COMMAND…      COMMAND is a worker (PROTOCOL.md)")
		flag.PrintDefaults()
	}
	fork := flag.Bool("fork", false, "COMMAND loads the function once, and forks the workers")
	text := flag.Bool("text", false, "what says it is JSON is not looked at: the function gets text alone")
	cors := flag.Bool("cors", false, "OPTIONS is answered for browsers, and every answer may be read by any origin")
	service := flag.Bool("service", false, "COMMAND is an HTTP server on 127.0.0.1, port SERVICE_PORT, in place of a worker")
	bridge := flag.Bool("bridge", false, "to be the worker of such a server")
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		return 2
	}
	command := flag.Args()
	if *bridge {
		syscall.CloseOnExec(channel)
		return workers.AsService(os.NewFile(channel, "channel"), command)
	}
	if *service {
		self, err := os.Executable()
		if err != nil {
			self = "/proc/self/exe"
		}
		command = append([]string{self, "--bridge", "--"}, command...)
	}
	settings, err := serve.ReadSettings(os.Getenv, concurrency)
	if err != nil {
		return serve.Fail(settings.TerminationLog, err.Error())
	}
	// A folder that is not there is the worker's to name.
	if folder, err := filepath.Abs(settings.Folder); err == nil {
		_ = os.Setenv("KUBELESS_INSTALL_VOLUME", folder)
		_ = os.Chdir(folder)
	}
	pool, err := workers.Start(workers.Options{
		Command: command, Fork: *fork, Size: settings.Concurrency,
		Say: func(line string) { serve.Say("%s", line) },
	})
	if err != nil {
		return serve.Fail(settings.TerminationLog, err.Error())
	}
	defer pool.Close()
	return serve.Run(settings, pool, serve.Options{JSON: !*text, CORS: *cors})
}
