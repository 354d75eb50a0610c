package main

import (
	"encoding/json"
	"os"
	"os/exec"

	"github.com/spf13/pflag"

	"clusterseed.invalid/version-table/flagset"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app/options"
)

type flags map[string]flagset.Flag

// programs are those whose flags this program can tell; kube-proxy's are in a file (proxy/main.go).
var programs = map[string]func() flags{
	"kube-apiserver":          func() flags { return flagset.OfCommand(apiserver.NewAPIServerCommand) },
	"kube-controller-manager": func() flags { return flagset.OfCommand(controllermanager.NewControllerManagerCommand) },
	"kube-scheduler":          func() flags { return flagset.OfCommand(scheduler.NewSchedulerCommand) },
	"kubelet":                 func() flags { return flagset.Of(kubeletFlags()) },
}

// collectFlags asks for each program in a process of its own: their commands change what they share.
func collectFlags(proxyFile string) map[string]flags {
	proxy, err := os.ReadFile(proxyFile)
	ensure(err)
	found := map[string]flags{"kube-proxy": decodeFlags(proxy)}
	self, err := os.Executable()
	ensure(err)
	for name := range programs {
		child := exec.Command(self, "--flags", name)
		child.Stderr = os.Stderr
		answer, err := child.Output()
		ensure(err)
		found[name] = decodeFlags(answer)
	}
	return found
}

func decodeFlags(text []byte) flags {
	var found flags
	ensure(json.Unmarshal(text, &found))
	return found
}

// kubeletFlags does as NewKubeletCommand does: its command parses its flags itself and does not show the set.
func kubeletFlags() *pflag.FlagSet {
	set := pflag.NewFlagSet("kubelet", pflag.ContinueOnError)
	configuration, err := kubelet.NewKubeletConfiguration()
	ensure(err)
	kubelet.NewKubeletFlags().AddFlags(set)
	kubelet.AddKubeletConfigFlags(set, configuration)
	kubelet.AddGlobalFlags(set)
	set.BoolP("help", "h", false, "help for kubelet")
	return set
}
