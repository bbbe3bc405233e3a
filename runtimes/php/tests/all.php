<?php

// The tests of the worker and of the installation step: each method whose name begins with `test`. Ends with status 1 if one fails.

declare(strict_types=1);

error_reporting(E_ALL & ~E_DEPRECATED);
set_error_handler(function (int $level, string $message, string $file, int $line): bool {
    throw new ErrorException($message, 0, $level, $file, $line);
}, E_ALL & ~E_DEPRECATED);

require 'Slim/autoload.php';
foreach (['Channel', 'Call', 'Answer', 'Loading', 'Worker'] as $part) {
    require __DIR__ . "/../server/$part.php";
}

function same(mixed $expected, mixed $actual): void
{
    if ($expected !== $actual) {
        throw new Exception('expected ' . var_export($expected, true) . ', but it is ' . var_export($actual, true));
    }
}

function holds(string $part, string $text): void
{
    str_contains($text, $part) || throw new Exception("'$part' is not in '$text'");
}

$passed = $failed = 0;
foreach (glob(__DIR__ . '/*Test.php') as $file) {
    require $file;
    $class = basename($file, '.php');
    foreach (preg_grep('/^test/', get_class_methods($class)) as $method) {
        try {
            (new $class())->$method();
            $passed++;
        } catch (Throwable $e) {
            $failed++;
            echo "$class::$method: {$e->getMessage()}\n{$e->getTraceAsString()}\n";
        }
    }
}
echo "$passed passed, $failed failed\n";
exit($failed || !$passed ? 1 : 0);
