# A server that can only say hello.
run ->(_) { [200, { "content-type" => "text/plain" }, ["hello world"]] }
