package kubeless

import (
	"encoding/json"

	"github.com/kubeless/kubeless/pkg/functions"
)

type order struct {
	Items []json.RawMessage `json:"items"`
}

type answer struct {
	Count int `json:"count"`
}

// A result that is neither text nor a reader is answered as JSON.
func handler(event functions.Event, context functions.Context) (answer, error) {
	var data order
	err := json.Unmarshal([]byte(event.Data), &data)
	return answer{len(data.Items)}, err
}
