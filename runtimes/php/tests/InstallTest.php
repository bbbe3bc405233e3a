<?php

declare(strict_types=1);

/** The installation step, with a repository that is a folder. */
final class InstallTest
{
    private string $folder;

    public function __construct()
    {
        $this->folder = sys_get_temp_dir() . '/install-' . bin2hex(random_bytes(6));
        mkdir("$this->folder/function", 0777, true);
        mkdir("$this->folder/feed", 0777, true);
        $packages = [];
        foreach (['1.0.0', '2.0.0'] as $version) {
            $packages['contract/greeting'][$version] = $this->package($version);
        }
        file_put_contents("$this->folder/feed/packages.json", json_encode(['packages' => $packages]));
        file_put_contents("$this->folder/log", '');
    }

    public function __destruct()
    {
        exec('rm -rf ' . escapeshellarg($this->folder));
    }

    public function testTheNewestComesAndASecondRunIsFine(): void
    {
        $this->dependencies(['repositories' => [['type' => 'composer', 'url' => "file://$this->folder/feed"], ['packagist.org' => false]]]);
        same(0, $this->install());
        same(0, $this->install());
        same('2.0.0', $this->greeting());
    }

    public function testALockFileBinds(): void
    {
        $repositories = [['type' => 'composer', 'url' => "file://$this->folder/feed"], ['packagist.org' => false]];
        $this->dependencies(['repositories' => $repositories], '1.0.0');
        $home = "HOME=$this->folder COMPOSER_HOME=$this->folder/home";
        exec("cd $this->folder/function && $home composer update --no-install --quiet 2>&1", $output, $status);
        same(0, $status);
        // What is asked for now would be met by the newest too, which the lock file does not name.
        $lock = json_decode(file_get_contents("$this->folder/function/composer.lock"));
        same('1.0.0', $lock->packages[0]->version);
        same(0, $this->install());
        same('1.0.0', $this->greeting());
        same(true, file_exists("$this->folder/function/composer.lock"));
    }

    public function testAMirrorStandsInForTheRegistry(): void
    {
        $this->dependencies([]);
        same(0, $this->install("COMPOSER_MIRROR=file://$this->folder/feed"));
        same('2.0.0', $this->greeting());
    }

    public function testNothingIsFine(): void
    {
        file_put_contents("$this->folder/function/composer.json", "\n");
        same(0, $this->install());
        same(false, file_exists("$this->folder/function/vendor"));
    }

    public function testAFailureLeavesItsReason(): void
    {
        $this->dependencies(['repositories' => [['packagist.org' => false]]]);
        same(false, $this->install() === 0);
        holds('contract/greeting', file_get_contents("$this->folder/log"));
        holds("$this->folder/function/composer.json", file_get_contents("$this->folder/log"));
    }

    private function package(string $version): array
    {
        $source = "$this->folder/source-$version";
        mkdir($source);
        file_put_contents("$source/greeting.php", "<?php\n\nconst GREETING = '$version';\n");
        file_put_contents("$source/composer.json", json_encode($about = ['name' => 'contract/greeting', 'version' => $version, 'autoload' => ['files' => ['greeting.php']]]));
        exec("cd $source && tar -cf $this->folder/feed/greeting-$version.tar composer.json greeting.php");
        return $about + ['dist' => ['type' => 'tar', 'url' => "file://$this->folder/feed/greeting-$version.tar"]];
    }

    private function dependencies(array $more, string $version = '*'): void
    {
        file_put_contents("$this->folder/function/composer.json", json_encode(['require' => ['contract/greeting' => $version]] + $more));
    }

    private function install(string $env = ''): int
    {
        $function = "$this->folder/function";
        $env .= " KUBELESS_INSTALL_VOLUME=$function KUBELESS_DEPS_FILE=$function/composer.json TERMINATION_LOG=$this->folder/log HOME=$this->folder";
        exec("env $env " . __DIR__ . '/../install 2>&1', $output, $status);
        return $status;
    }

    private function greeting(): string
    {
        return exec('php -r ' . escapeshellarg("require '$this->folder/function/vendor/autoload.php'; echo GREETING;"));
    }
}
