// Package report says how a container ended: on standard error, and in the file that Kubernetes shows as the container's
// termination message, which the reconciler quotes in the Function's status.
package report

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// Kubernetes cuts a termination message off after 4096 bytes.
const longest = 4000

// Silent is an end whose reason is in the log already: nothing is added, and the status is passed on.
type Silent struct{ Status int }

func (s *Silent) Error() string { return "ended with status " + strconv.Itoa(s.Status) }

// Failure writes one line on what went wrong.
func Failure(command string, err error) {
	line := oneLine(err.Error())
	fmt.Fprintf(os.Stderr, "provision %s: %s\n", command, line)
	if err := Message(line); err != nil {
		fmt.Fprintf(os.Stderr, "provision %s: %v\n", command, err)
	}
}

// Log writes one line on what was done, for those who read the container's log.
func Log(format string, values ...any) {
	fmt.Fprintln(os.Stderr, "provision: "+oneLine(fmt.Sprintf(format, values...)))
}

// Message is the container's termination message. Outside of a pod there is no file for it, which is no failure.
func Message(text string) error {
	name := os.Getenv("TERMINATION_LOG")
	if name == "" {
		name = "/dev/termination-log"
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_TRUNC, 0)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("the termination message cannot be written: %w", err)
	}
	_, err = file.WriteString(text)
	return errFirst(err, file.Close())
}

func errFirst(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// oneLine keeps what others wrote from looking like lines of ours, or steering a terminal.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || (r >= 0x80 && r < 0xa0) {
			return ' '
		}
		return r
	}, text)
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + "…"
	}
	return text
}
