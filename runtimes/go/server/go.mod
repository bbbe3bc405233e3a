module dromedary.dev/go

go 1.21

require (
	dromedary.dev/front v0.0.0
	github.com/kubeless/kubeless v0.0.0
)

replace (
	dromedary.dev/front => ../../front
	github.com/kubeless/kubeless => ../kubeless
)
