package workers

import (
	"errors"
	"os"
	"syscall"
)

// launches are workers that load the function each for itself.
type launches struct {
	options Options
	gone    func(*process, int)
}

func (l launches) close() {}

func (l launches) next() (*process, error) {
	worker, err := launch(l.options.Command, os.Environ(), l.gone)
	if err != nil {
		return nil, err
	}
	if err := worker.awaitReady(); err != nil {
		worker.stop()
		return nil, loading(err)
	}
	return worker, nil
}

func loading(err error) error {
	if reason := reasonOf(err); errors.Is(reason, errEnded) {
		return errors.New("the process ended while it loaded the function")
	}
	return err
}

func isReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}
