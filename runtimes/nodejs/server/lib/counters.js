'use strict';

/**
 * The counts behind /metrics: numbers in memory that the watchdog sees too, and copied to a file that all workers share,
 * each with a region of its own. So any worker can tell the sum, and a worker that ends takes no count with it.
 */

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OTHER'];
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

// Of one method: calls, failures, seconds, then one number for each bucket and one for all above.
const CALLS = 0;
const FAILURES = 1;
const SECONDS = 2;
const FIRST_BUCKET = 3;
const PER_METHOD = FIRST_BUCKET + BUCKETS.length + 1;

const NUMBERS = METHODS.length * PER_METHOD;
const BYTES = NUMBERS * Float64Array.BYTES_PER_ELEMENT;

const methodNumbers = new Map(METHODS.map((method, number) => [method, number]));

/** The number of a method; methods without one of their own share the last. */
function methodNumber(method) {
  return methodNumbers.get(method) ?? METHODS.length - 1;
}

/** A call begins. */
function countCall(numbers, method) {
  numbers[method * PER_METHOD + CALLS] += 1;
}

/** A call has ended after some milliseconds. */
function countEnd(numbers, method, milliseconds, failed) {
  const base = method * PER_METHOD;
  const seconds = milliseconds / 1000;
  let bucket = 0;
  while (bucket < BUCKETS.length && seconds > BUCKETS[bucket]) bucket += 1;
  numbers[base + SECONDS] += seconds;
  numbers[base + FIRST_BUCKET + bucket] += 1;
  if (failed) numbers[base + FAILURES] += 1;
}

/** The text for Prometheus: the sum over regions of numbers. */
function render(regions) {
  const total = (index) => regions.reduce((sum, numbers) => sum + numbers[index], 0);
  const called = METHODS.map((name, number) => ({ name, base: number * PER_METHOD })).filter(({ base }) => total(base + CALLS));
  const bound = (bucket) => (bucket === BUCKETS.length ? '+Inf' : BUCKETS[bucket].toFixed(3).replace(/(\.\d+?)0+$/, '$1'));
  const histogram = ({ name, base }) => {
    let below = 0;
    const lines = Array.from({ length: BUCKETS.length + 1 }, (_, bucket) => {
      below += total(base + FIRST_BUCKET + bucket);
      return `function_duration_seconds_bucket{method="${name}",le="${bound(bucket)}"} ${below}`;
    });
    const sum = `function_duration_seconds_sum{method="${name}"} ${total(base + SECONDS)}`;
    return [...lines, sum, `function_duration_seconds_count{method="${name}"} ${below}`];
  };
  return [
    '# HELP function_calls_total Number of calls to user function',
    '# TYPE function_calls_total counter',
    ...called.map(({ name, base }) => `function_calls_total{method="${name}"} ${total(base + CALLS)}`),
    '# HELP function_failures_total Number of exceptions in user function',
    '# TYPE function_failures_total counter',
    ...called.map(({ name, base }) => `function_failures_total{method="${name}"} ${total(base + FAILURES)}`),
    '# HELP function_duration_seconds Duration of user function in seconds',
    '# TYPE function_duration_seconds histogram',
    ...called.flatMap(histogram),
    '',
  ].join('\n');
}

module.exports = { BYTES, CONTENT_TYPE, NUMBERS, countCall, countEnd, methodNumber, render };
