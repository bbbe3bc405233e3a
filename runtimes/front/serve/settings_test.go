package serve

import (
	"testing"
	"time"
)

func read(env map[string]string) (Settings, error) {
	all := map[string]string{"MOD_NAME": "m", "FUNC_HANDLER": "h"}
	for name, value := range env {
		all[name] = value
	}
	return ReadSettings(func(name string) string { return all[name] }, 10)
}

func TestSettingsHaveDefaultsAndEmptyIsNotSet(t *testing.T) {
	settings, err := read(map[string]string{"FUNC_PORT": "", "FUNC_TIMEOUT": "1.5"})
	if err != nil || settings.Port != 8080 || settings.Timeout != 1500*time.Millisecond || settings.Seconds() != "1.5" ||
		settings.Concurrency != 10 || settings.BodyLimit != 104857600 || settings.Folder != "/kubeless" {
		t.Error(settings, err)
	}
}

func TestASettingThatCannotBeUsedIsNamed(t *testing.T) {
	for text, env := range map[string]map[string]string{
		"FUNC_TIMEOUT is 'soon', but must be a number of seconds greater than 0": {"FUNC_TIMEOUT": "soon"},
		"FUNC_TIMEOUT is '0', but must be a number of seconds greater than 0":    {"FUNC_TIMEOUT": "0"},
		"FUNC_PORT is '70000', but must be a whole number from 1 to 65535":       {"FUNC_PORT": "70000"},
		"FUNC_CONCURRENCY is '+5', but must be a whole number from 1 to 1000000": {"FUNC_CONCURRENCY": "+5"},
		"MOD_NAME is not set": {"MOD_NAME": " "},
	} {
		if _, err := read(env); err == nil || err.Error() != text {
			t.Error(err)
		}
	}
}
