# frozen_string_literal: true

require 'fileutils'
require 'open3'
require 'tmpdir'

# The installation step, with a registry that is a folder.
class TestInstall < Minitest::Test
  INSTALL = File.expand_path('../install', __dir__)

  def setup
    @folder = Dir.mktmpdir
    @function = FileUtils.mkdir_p("#{@folder}/function").first
    @feed = FileUtils.mkdir_p("#{@folder}/feed/gems").first.delete_suffix('/gems')
    %w[1.0.0 2.0.0].each { |version| publish(version) }
    run!('gem', 'generate_index', '--directory', @feed)
  end

  def teardown
    FileUtils.rm_rf(@folder)
  end

  def test_the_newest_comes_and_a_second_run_is_fine
    gemfile("source 'file://#{@feed}'")
    2.times { install }
    assert_equal '2.0.0', greeting
  end

  def test_a_lock_file_binds
    gemfile("source 'file://#{@feed}'")
    File.write("#{@function}/Gemfile.lock", <<~LOCK)
      GEM
        remote: file://#{@feed}/
        specs:
          greeting (1.0.0)

      PLATFORMS
        ruby
        x86_64-linux
        aarch64-linux

      DEPENDENCIES
        greeting

      BUNDLED WITH
         2.4.1
    LOCK
    install
    assert_equal '1.0.0', greeting
  end

  def test_a_mirror_stands_in_for_the_registry
    gemfile("source 'https://rubygems.org'")
    install('BUNDLE_MIRROR__ALL' => "file://#{@feed}")
    assert_equal '2.0.0', greeting
  end

  def test_a_failure_leaves_its_reason
    gemfile("source 'file://#{@feed}'\ngem 'nosuchgem'")
    log = "#{@folder}/termination-log"
    FileUtils.touch(log)
    _, status = Open3.capture2e(environment('TERMINATION_LOG' => log), INSTALL)
    refute_predicate status, :success?
    assert_includes File.read(log), 'nosuchgem'
    assert_includes File.read(log), "#{@function}/Gemfile"
  end

  private

  def publish(version)
    home = FileUtils.mkdir_p("#{@folder}/source/lib").first.delete_suffix('/lib')
    File.write("#{home}/lib/greeting.rb", "GREETING = '#{version}'\n")
    File.write("#{home}/greeting.gemspec", <<~SPEC)
      Gem::Specification.new do |gem|
        gem.name, gem.version, gem.summary, gem.authors, gem.files = 'greeting', '#{version}', 's', ['a'], ['lib/greeting.rb']
      end
    SPEC
    run!('gem', 'build', '--quiet', '--output', "#{@feed}/gems/greeting-#{version}.gem", 'greeting.gemspec', chdir: home)
  end

  def gemfile(text)
    File.write("#{@function}/Gemfile", "#{text}\ngem 'greeting'\n")
  end

  def environment(more)
    { 'KUBELESS_INSTALL_VOLUME' => @function, 'KUBELESS_DEPS_FILE' => "#{@function}/Gemfile", 'TERMINATION_LOG' => '/dev/null',
      'HOME' => @folder }.merge(more)
  end

  def install(more = {})
    run!(environment(more), INSTALL)
  end

  # What a function would load.
  def greeting
    File.write("#{@function}/function.rb", "require 'greeting'\ndef version(event, context) = GREETING\n")
    env = environment('MOD_NAME' => 'function', 'FUNC_HANDLER' => 'version', 'GEM_HOME' => "#{@function}/ruby/3.1.0")
    run!(env, 'ruby', '-r', File.expand_path('../server/function', __dir__), '-e', 'Function.load(ENV); print GREETING')
  end

  def run!(*command, **options)
    output, status = Open3.capture2e(*command, **options)
    assert_predicate status, :success?, output
    output
  end
end
