-- What wrk sends, told by the environment: LOAD_HOST as Host, or, of LOAD_HOSTS names that it makes as a format, one at random a
-- request; LOAD_BODY: so many bytes by POST. At the end one line of JSON; times in microseconds.
local host = os.getenv("LOAD_HOST")
local hosts = tonumber(os.getenv("LOAD_HOSTS"))
local body = tonumber(os.getenv("LOAD_BODY"))

wrk.headers["Host"] = host
if body > 0 then
  wrk.method = "POST"
  wrk.body = string.rep("x", body)
end

if hosts > 0 then
  local requests = {}

  function init()
    for i = 1, hosts do
      wrk.headers["Host"] = string.format(host, i)
      requests[i] = wrk.format()
    end
  end

  function request()
    return requests[math.random(hosts)]
  end
end

function done(summary, latency)
  local e = summary.errors
  print(string.format(
    '{"requests": %d, "seconds": %.6f, "bytes": %.0f, "errors": %d, "p50": %d, "p99": %d, "p999": %d, "max": %d}',
    summary.requests, summary.duration / 1e6, summary.bytes, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9), latency.max))
end
