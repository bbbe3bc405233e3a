package cache

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"

	"dromedary.dev/provision/report"
)

// Settings are the server's; each is a flag, or the environment variable beside it.
type Settings struct {
	Listen     string
	Folder     string
	Limit      int64
	EntryLimit int64
}

// drain is how long requests may take after SIGTERM; a pod is given 30 s.
const drain = 25 * time.Second

// Parse reads flags, whose defaults the environment gives.
func Parse(arguments []string, get func(string) string) (Settings, error) {
	var s Settings
	flags := flag.NewFlagSet("provision cache", flag.ContinueOnError)
	flags.StringVar(&s.Listen, "listen", or(get("CACHE_LISTEN"), ":8080"), "address to listen on (CACHE_LISTEN)")
	flags.StringVar(&s.Folder, "dir", get("CACHE_DIR"), "folder of the entries (CACHE_DIR)")
	limit := flags.String("limit-bytes", or(get("CACHE_LIMIT_BYTES"), "5368709120"), "most bytes in all (CACHE_LIMIT_BYTES)")
	entryLimit := flags.String("entry-limit-bytes", or(get("CACHE_ENTRY_LIMIT_BYTES"), "536870912"), "most bytes of an entry (CACHE_ENTRY_LIMIT_BYTES)")
	if err := flags.Parse(arguments); err != nil {
		return s, err
	}
	var errs [2]error
	s.Limit, errs[0] = positive("CACHE_LIMIT_BYTES", *limit)
	s.EntryLimit, errs[1] = positive("CACHE_ENTRY_LIMIT_BYTES", *entryLimit)
	if s.Folder == "" {
		return s, errors.New("CACHE_DIR must be set")
	}
	return s, errors.Join(errs[:]...)
}

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

func positive(name, text string) (int64, error) {
	value, err := strconv.ParseInt(text, 10, 64)
	if err != nil || value <= 0 {
		return 0, fmt.Errorf("%s is %q: it must be a positive number of bytes", name, text)
	}
	return value, nil
}

// Run is the command. It ends, with what is under way done, when ctx does.
func Run(ctx context.Context) error {
	settings, err := Parse(os.Args[2:], os.Getenv)
	if err != nil {
		return err
	}
	return Serve(ctx, settings, nil)
}

// Serve listens until ctx ends. Ready, if it is not nil, is told the address.
func Serve(ctx context.Context, settings Settings, ready func(net.Addr)) error {
	store, err := Open(settings.Folder, settings.Limit, settings.EntryLimit)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", settings.Listen)
	if err != nil {
		return fmt.Errorf("CACHE_LISTEN: %w", err)
	}
	server := NewServer(store)
	front := &http.Server{
		Handler: server.Handler(), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 60 * time.Second, MaxHeaderBytes: 8 << 10,
	}
	report.Log("the cache listens on %v; %d entries, %d of %d bytes", listener.Addr(), store.State().Entries, store.State().Bytes, settings.Limit)
	if ready != nil {
		ready(listener.Addr())
	}
	return serve(ctx, front, server, listener)
}

func serve(ctx context.Context, front *http.Server, server *Server, listener net.Listener) error {
	ended := make(chan error, 1)
	go func() { ended <- front.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	server.draining.Store(true)
	bounded, cancel := context.WithTimeout(context.Background(), drain)
	defer cancel()
	if err := front.Shutdown(bounded); err != nil {
		_ = front.Close()
	}
	return nil
}
