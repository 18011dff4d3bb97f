-- wrk's side of run-load.ts: sends the requests of a file one after the other, and tells as JSON what came of them.
-- Arguments: the file; the status that is wanted; milliseconds that a connection pauses between two requests, on average.

local function read(file)
  local requests = {}
  for length in function() return file:read('*n') end do
    file:read(1)
    requests[#requests + 1] = file:read(length)
  end
  return requests
end

function init(arguments)
  local requests = read(assert(io.open(arguments[1])))
  local wanted, pause = tonumber(arguments[2]), tonumber(arguments[3])
  local nth = 0
  answered = 0

  function request()
    nth = nth % #requests + 1
    return requests[nth]
  end

  function response(status)
    if status == wanted then answered = answered + 1 end
  end

  if pause > 0 then
    function delay() return math.random(0, 2 * pause) end
  end
end

function setup(one)
  thread = one
end

function done(summary, latency)
  local answered, errors = thread:get('answered'), summary.errors
  local failed = summary.requests - answered + errors.connect + errors.read + errors.write + errors.timeout
  print(string.format(
    '{"answered":%d,"failed":%d,"seconds":%f,"p50":%f,"p99":%f}',
    answered, failed, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
