// A server that can only say hello. Argument: port.
package main

import (
	"io"
	"log"
	"net/http"
	"os"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "hello world") })
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[1], nil))
}
