// Package flagset tells what flags a command has.
package flagset

import (
	"context"
	"reflect"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	_ "k8s.io/component-base/logs/json/register"
)

// Flag is what pflag knows of one flag.
type Flag struct {
	Type       string `json:"type"`
	Default    string `json:"default"`
	Deprecated string `json:"deprecated,omitempty"`
}

// OfCommand calls the constructor of a command, with a context where this version of it wants one.
func OfCommand(constructor any) map[string]Flag {
	function := reflect.ValueOf(constructor)
	var arguments []reflect.Value
	if kind := function.Type(); kind.NumIn() > 0 && !kind.IsVariadic() {
		arguments = append(arguments, reflect.ValueOf(context.Background()))
	}
	command := function.Call(arguments)[0].Interface().(*cobra.Command)
	command.InitDefaultHelpFlag()
	return Of(command.Flags())
}

// Of lists a set by name, with dashes as the programs write them.
func Of(set *pflag.FlagSet) map[string]Flag {
	found := map[string]Flag{}
	set.VisitAll(func(f *pflag.Flag) {
		name := strings.ReplaceAll(f.Name, "_", "-")
		found[name] = Flag{Type: f.Value.Type(), Default: f.DefValue, Deprecated: f.Deprecated}
	})
	return found
}
