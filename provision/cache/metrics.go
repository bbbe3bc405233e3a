package cache

import (
	"fmt"
	"net/http"
	"sync/atomic"
)

type metrics struct{ hits, misses, refused atomic.Int64 }

// expose writes Prometheus' text format.
func (s *Server) expose(w http.ResponseWriter, _ *http.Request) {
	state := s.store.State()
	w.Header().Set("Content-Type", "text/plain; version=0.0.4")
	for _, series := range []struct {
		name, kind, help string
		value            int64
	}{
		{"hits_total", "counter", "Entries given out.", s.metrics.hits.Load()},
		{"misses_total", "counter", "Entries asked for that were not stored.", s.metrics.misses.Load()},
		{"refused_total", "counter", "Uploads that were not stored.", s.metrics.refused.Load()},
		{"evicted_total", "counter", "Entries that made room for others.", state.Evicted},
		{"entries", "gauge", "Entries stored.", int64(state.Entries)},
		{"stored_bytes", "gauge", "Bytes stored, and on their way in.", state.Bytes},
	} {
		fmt.Fprintf(w, "# HELP dromedary_cache_%s %s\n# TYPE dromedary_cache_%s %s\ndromedary_cache_%s %d\n",
			series.name, series.help, series.name, series.kind, series.name, series.value)
	}
}
