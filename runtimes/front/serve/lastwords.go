package serve

import (
	"fmt"
	"os"
	"strings"
)

const terminationLogRoom = 1500

// say writes a line about the server itself to standard error.
func say(format string, values ...any) {
	fmt.Fprintf(os.Stderr, "dromedary: "+format+"\n", values...)
}

// Say writes a line about the server itself to standard error.
func Say(format string, values ...any) {
	say(format, values...)
}

// Fail says why nothing can be served, on standard error and where Kubernetes looks for it. It gives the exit status.
func Fail(terminationLog, reason string) int {
	say("%s", reason)
	ExplainEnd(terminationLog, reason)
	return 1
}

// ExplainEnd leaves the reason of the end where Kubernetes looks for it; no such file: no Kubernetes.
func ExplainEnd(terminationLog, reason string) {
	file, err := os.OpenFile(terminationLog, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return
	}
	defer file.Close()
	reason = strings.TrimSpace(reason)
	if len(reason) > terminationLogRoom {
		reason = strings.ToValidUTF8(reason[len(reason)-terminationLogRoom:], "")
	}
	_, _ = file.WriteString(reason)
}
