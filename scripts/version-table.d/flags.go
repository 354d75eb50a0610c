package main

import (
	"context"
	"reflect"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app/options"
)

type flag struct {
	Type       string `json:"type"`
	Default    string `json:"default"`
	Deprecated string `json:"deprecated,omitempty"`
	Hidden     bool   `json:"hidden,omitempty"`
}

func collectFlags() map[string]map[string]flag {
	return map[string]map[string]flag{
		"kube-apiserver":          flagsOf(commandFlags(apiserver.NewAPIServerCommand)),
		"kube-controller-manager": flagsOf(commandFlags(controllermanager.NewControllerManagerCommand)),
		"kube-scheduler":          flagsOf(commandFlags(scheduler.NewSchedulerCommand)),
		"kube-proxy":              flagsOf(commandFlags(proxy.NewProxyCommand)),
		"kubelet":                 flagsOf(kubeletFlags()),
	}
}

// commandFlags calls a constructor, with a context where this version of it wants one.
func commandFlags(constructor any) *pflag.FlagSet {
	function := reflect.ValueOf(constructor)
	var arguments []reflect.Value
	if kind := function.Type(); kind.NumIn() > 0 && !kind.IsVariadic() {
		arguments = append(arguments, reflect.ValueOf(context.Background()))
	}
	command := function.Call(arguments)[0].Interface().(*cobra.Command)
	command.InitDefaultHelpFlag()
	return command.Flags()
}

// kubeletFlags does as NewKubeletCommand does: its command parses its flags itself and does not show the set.
func kubeletFlags() *pflag.FlagSet {
	set := pflag.NewFlagSet("kubelet", pflag.ContinueOnError)
	configuration, err := kubelet.NewKubeletConfiguration()
	if err != nil {
		panic(err)
	}
	kubelet.NewKubeletFlags().AddFlags(set)
	kubelet.AddKubeletConfigFlags(set, configuration)
	kubelet.AddGlobalFlags(set)
	set.BoolP("help", "h", false, "help for kubelet")
	return set
}

func flagsOf(set *pflag.FlagSet) map[string]flag {
	found := map[string]flag{}
	set.VisitAll(func(f *pflag.Flag) {
		found[f.Name] = flag{Type: f.Value.Type(), Default: f.DefValue, Deprecated: f.Deprecated, Hidden: f.Hidden}
	})
	return found
}
